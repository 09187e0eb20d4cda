//! Writing changes into the tree, each behind a switch.

use crate::Change;
use quote::quote;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};
use syn::{
    Arm, BinOp, Block, Expr, ExprBinary, ExprStruct, File, Pat, PatIdent, UnOp,
    spanned::Spanned,
    visit_mut::{self, VisitMut},
};

/// What asks at run time which change is tried.
const ASKED: &str = r#"//! Which change is tried: the number in `CHANGE`. With `SEEN`, the name of a file, every place of a
//! change that is come by is written to it, once.
use std::{
    env,
    fs::OpenOptions,
    io::Write,
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering::Relaxed},
    },
};
pub static ON: AtomicU32 = AtomicU32::new(u32::MAX);
pub static SEEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];
static FILE: OnceLock<Option<std::ffi::OsString>> = OnceLock::new();
#[inline(never)]
pub fn on(change: u32) -> bool {
    let mut on = ON.load(Relaxed);
    if on == u32::MAX {
        on = env::var("CHANGE").ok().and_then(|text| text.parse().ok()).unwrap_or(u32::MAX - 1);
        ON.store(on, Relaxed);
    }
    if let Some(file) = FILE.get_or_init(|| env::var_os("SEEN")) {
        if !SEEN[change as usize].swap(true, Relaxed) {
            if let Ok(mut file) = OpenOptions::new().append(true).create(true).open(file) {
                let _ = file.write_all(format!("{change}\n").as_bytes());
            }
        }
    }
    change == on
}
"#;

/// What a change may do to the program that the compiler would rather not have.
const ALLOWED: &str = "#![allow(warnings, arithmetic_overflow, unconditional_panic)]";

/// Changes with their numbers, by kind, line and column of the place.
type Places<'a> = BTreeMap<(&'a str, usize, usize), Vec<(usize, &'a Change)>>;

struct Writer<'a> {
    at: Places<'a>,
    written: BTreeSet<usize>,
    /// In a constant nothing can be asked at run time.
    constant: usize,
}

fn place(span: proc_macro2::Span) -> (usize, usize) {
    (span.start().line, span.start().column + 1)
}

fn on(number: usize) -> Expr {
    let number = proc_macro2::Literal::u32_unsuffixed(u32::try_from(number).expect("a number"));
    syn::parse_quote!(crate::switch::on(#number))
}

fn has_let(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(both) => has_let(&both.left) || has_let(&both.right),
        Expr::Paren(inner) => has_let(&inner.expr),
        Expr::Group(inner) => has_let(&inner.expr),
        _ => false,
    }
}

impl<'a> Writer<'a> {
    fn take(&mut self, genre: &'static str, span: proc_macro2::Span) -> Vec<(usize, &'a Change)> {
        if self.constant > 0 {
            return Vec::new();
        }
        let (line, column) = place(span);
        let taken = self.at.remove(&(genre, line, column)).unwrap_or_default();
        self.written.extend(taken.iter().map(|(number, _)| number));
        taken
    }

    fn within(&mut self, constant: bool, visit: impl FnOnce(&mut Self)) {
        self.constant += usize::from(constant);
        visit(self);
        self.constant -= usize::from(constant);
    }

    fn body(&mut self, block: &mut Block, constant: bool, opaque: bool) {
        let span = block.stmts.first().map(Spanned::span);
        self.within(constant, |writer| {
            let taken = match span {
                Some(span) if !opaque => writer.take("FnValue", span),
                _ => Vec::new(),
            };
            visit_mut::visit_block_mut(writer, block);
            for (number, change) in taken {
                let value: Expr = syn::parse_str(&change.replacement).expect("a value");
                let asked = on(number);
                block.stmts.insert(0, syn::parse_quote!(if #asked { return #value; }));
            }
        });
    }

    fn binary(&mut self, both: &ExprBinary) -> Option<Expr> {
        if has_let(&both.left) || has_let(&both.right) {
            return None;
        }
        let taken = self.take("BinaryOperator", both.op.span());
        if taken.is_empty() {
            return None;
        }
        let ExprBinary { left, op, right, .. } = both;
        let changed: Vec<(Expr, BinOp)> = taken
            .iter()
            .map(|(number, change)| (on(*number), syn::parse_str(&change.replacement).expect("op")))
            .collect();
        let asked = changed.iter().map(|(asked, _)| asked);
        let ops = changed.iter().map(|(_, op)| op);
        Some(match op {
            BinOp::And(_) | BinOp::Or(_) => syn::parse_quote!(match (#left) {
                left => #(if #asked { left #ops (#right) } else)* { left #op (#right) }
            }),
            BinOp::Eq(_)
            | BinOp::Ne(_)
            | BinOp::Lt(_)
            | BinOp::Gt(_)
            | BinOp::Le(_)
            | BinOp::Ge(_) => {
                syn::parse_quote!(match (&(#left), &(#right)) {
                    (left, right) => #(if #asked { left #ops right } else)* { left #op right }
                })
            }
            BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_) => {
                syn::parse_quote!(#(if #asked { #left #ops #right } else)* { #left #op #right })
            }
            _ => syn::parse_quote!(match ((#left), (#right)) {
                (left, right) => #(if #asked { left #ops right } else)* { left #op right }
            }),
        })
    }

    fn fields(&mut self, all: &ExprStruct) -> Option<Expr> {
        let mut changed = Vec::new();
        for (index, field) in all.fields.iter().enumerate() {
            for (number, _) in self.take("StructField", field.span()) {
                let mut without = all.clone();
                without.fields = (all.fields.iter().enumerate())
                    .filter(|(other, _)| *other != index)
                    .map(|(_, field)| field.clone())
                    .collect();
                if !without.fields.empty_or_trailing() {
                    without.fields.push_punct(Default::default());
                }
                changed.push((on(number), without));
            }
        }
        if changed.is_empty() {
            return None;
        }
        let (asked, without): (Vec<_>, Vec<_>) = changed.into_iter().unzip();
        Some(syn::parse_quote!((#(if #asked { #without } else)* { #all })))
    }
}

impl VisitMut for Writer<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Const(_) => return,
            Expr::Repeat(repeat) => {
                self.visit_expr_mut(&mut repeat.expr);
                return;
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
        let changed = match expr {
            Expr::Binary(both) => self.binary(&both.clone()),
            Expr::Unary(one) if matches!(one.op, UnOp::Not(_) | UnOp::Neg(_)) => {
                let (op, inner) = (one.op, one.expr.clone());
                self.take("UnaryOperator", one.op.span()).first().map(|(number, _)| {
                    let asked = on(*number);
                    syn::parse_quote!(match (#inner) { one => if #asked { one } else { #op one } })
                })
            }
            Expr::Struct(all) => self.fields(&all.clone()),
            _ => None,
        };
        if let Some(changed) = changed {
            *expr = Expr::Paren(syn::ExprParen {
                attrs: Vec::new(),
                paren_token: Default::default(),
                expr: Box::new(changed),
            });
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        let gone = self.take("MatchArm", arm.span());
        let guard = arm.guard.as_ref().map(|(_, guard)| guard.span());
        let guards = guard.map(|span| self.take("MatchArmGuard", span)).unwrap_or_default();
        visit_mut::visit_arm_mut(self, arm);
        for (number, change) in guards {
            let asked = on(number);
            if let Some((_, guard)) = &mut arm.guard {
                **guard = match change.replacement.as_str() {
                    "true" => syn::parse_quote!((#asked || (#guard))),
                    _ => syn::parse_quote!((!#asked && (#guard))),
                };
            }
        }
        for (number, _) in gone {
            let asked = on(number);
            match &mut arm.guard {
                Some((_, guard)) => **guard = syn::parse_quote!((!#asked && (#guard))),
                none => *none = Some((Default::default(), syn::parse_quote!(!#asked))),
            }
        }
    }

    fn visit_expr_match_mut(&mut self, all: &mut syn::ExprMatch) {
        let catches = |arm: &Arm| {
            arm.guard.is_none()
                && matches!(&arm.pat, Pat::Wild(_) | Pat::Ident(PatIdent { subpat: None, .. }))
        };
        // An arm that only a switch closes covers nothing: there has to be one that does.
        if !all.arms.iter().any(catches) {
            for arm in &all.arms {
                let (line, column) = place(arm.span());
                self.at.remove(&("MatchArm", line, column));
            }
        }
        visit_mut::visit_expr_match_mut(self, all);
    }

    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        let opaque = is_opaque(&item.sig);
        self.body(&mut item.block, item.sig.constness.is_some(), opaque);
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        let opaque = is_opaque(&item.sig);
        self.body(&mut item.block, item.sig.constness.is_some(), opaque);
    }

    fn visit_trait_item_fn_mut(&mut self, item: &mut syn::TraitItemFn) {
        let opaque = is_opaque(&item.sig);
        if let Some(block) = &mut item.default {
            self.body(block, item.sig.constness.is_some(), opaque);
        }
    }

    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}
    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}
    fn visit_variant_mut(&mut self, _: &mut syn::Variant) {}
}

/// A value of another type cannot be returned where the type is not named.
fn is_opaque(signature: &syn::Signature) -> bool {
    let output = &signature.output;
    quote!(#output).to_string().split_whitespace().any(|word| word == "impl")
}

/// Writes all changes that compile into the files of the tree, and `src/switch.rs`; returns their
/// numbers. What does not compile is taken out, until all does.
pub fn write(all: &[Change], tree: &Path) -> BTreeSet<usize> {
    let names: BTreeSet<&str> = all.iter().map(|change| change.file.as_str()).collect();
    let files: Vec<(&str, String)> = names
        .into_iter()
        .map(|name| (name, fs::read_to_string(tree.join(name)).expect("a file of the tree")))
        .collect();
    let asked = ASKED.replace("COUNT", &all.len().to_string());
    fs::write(tree.join("src/switch.rs"), asked).expect("a file of the tree");
    let lib = fs::read_to_string(tree.join("src/lib.rs")).expect("src/lib.rs");
    fs::write(tree.join("src/lib.rs"), format!("{ALLOWED}\n{lib}\npub mod switch;\n"))
        .expect("src/lib.rs");
    let mut forbidden = BTreeSet::new();
    loop {
        let mut written = BTreeSet::new();
        for (name, text) in &files {
            let mut at = BTreeMap::<_, Vec<_>>::new();
            for (number, change) in all.iter().enumerate() {
                if change.file == *name && !forbidden.contains(&number) {
                    let start = &change.span.start;
                    let key = (change.genre.as_str(), start.line, start.column);
                    at.entry(key).or_default().push((number, change));
                }
            }
            let mut file: File = syn::parse_file(text).expect("Rust");
            let mut writer = Writer { at, written: BTreeSet::new(), constant: 0 };
            writer.visit_file_mut(&mut file);
            written.append(&mut writer.written);
            fs::write(tree.join(name), prettyplease::unparse(&file)).expect("a file of the tree");
        }
        let wrong = wrong(tree);
        eprintln!("{} of {} changes written, {} wrong", written.len(), all.len(), wrong.len());
        if wrong.is_empty() {
            return written;
        }
        assert!(!wrong.is_subset(&forbidden), "what is wrong is no change");
        forbidden.extend(wrong);
    }
}

/// The changes that the compiler stumbles over: of each error, the last switch before its place.
fn wrong(tree: &Path) -> BTreeSet<usize> {
    let check = ["check", "--lib", "--message-format=json", "--quiet"];
    let said = Command::new("cargo").args(check).current_dir(tree).output().expect("cargo");
    let mut wrong = BTreeSet::new();
    for line in String::from_utf8_lossy(&said.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let message = &message["message"];
        if message["level"] != "error" {
            continue;
        }
        for span in message["spans"].as_array().into_iter().flatten() {
            let Some(name) = span["file_name"].as_str() else { continue };
            let text = fs::read_to_string(tree.join(name)).expect("a file of the tree");
            let end =
                usize::try_from(span["byte_end"].as_u64().expect("a place")).expect("a place");
            let before = text.get(..end).expect("a place");
            let number =
                before.rsplit_once("switch::on(").and_then(|(_, rest)| rest.split_once(')'));
            if let Some((number, _)) = number
                && span["is_primary"] == true
            {
                wrong.insert(number.parse().expect("a number"));
            } else if span["is_primary"] == true {
                eprintln!("{name}: {}", message["message"]);
            }
        }
    }
    wrong
}
