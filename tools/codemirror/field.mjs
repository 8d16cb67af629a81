/* A markdown field on CodeMirror, made for our Content Security Policy and for people who do not use a mouse.
   It lives in a shadow root: there CodeMirror adopts its style sheet instead of writing a <style>, which the policy
   refuses. Tab is not bound, so it leaves the field as it leaves any other. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { defineLanguageFacet, HighlightStyle, Language, syntaxHighlighting } from "@codemirror/language";
import { search, searchKeymap } from "@codemirror/search";
import { EditorState, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { parser, Table } from "@lezer/markdown";

// What our pages do not have: HTML, underlined headings, code by indentation (the bodies of components are indented).
const ours = parser.configure([Table, { remove: ["HTMLBlock", "HTMLTag", "SetextHeading", "IndentedCode", "FencedCode"] }]);
const markdown = new Language(defineLanguageFacet(), ours, [], "markdown");

const colors = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--link-fg)" },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: "var(--body-quiet-color)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--body-fg)", backgroundColor: "var(--body-bg)" },
  "&.cm-focused": { outline: "3px solid var(--link-fg)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "ui-monospace, Menlo, Consolas, monospace", fontSize: "15px", lineHeight: "1.6" },
  ".cm-content": { caretColor: "var(--body-fg)", padding: ".5rem 0" },
  ".cm-gutters": { color: "var(--body-quiet-color)", backgroundColor: "var(--darkened-bg)", border: "0" },
  ".cm-front": { color: "var(--body-quiet-color)" },
  ".cm-component": { fontWeight: "700" },
  ".cm-error": { boxShadow: "inset 4px 0 var(--error-fg)" },
  ".cm-warning": { boxShadow: "inset 4px 0 var(--body-quiet-color)" },
  ".cm-panels": { color: "var(--body-fg)", backgroundColor: "var(--darkened-bg)" },
  ".cm-panel.cm-search": { fontSize: "15px" },
  ".cm-panel.cm-search [name=close]": { fontSize: "22px" },
  ".cm-textfield": { backgroundColor: "var(--body-bg)", color: "var(--body-fg)", fontSize: "15px" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--body-bg)", color: "var(--body-fg)", fontSize: "15px" },
});

const markLines = StateEffect.define(); // of [line, severity] pairs
const findingMarks = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const effect = transaction.effects.find((one) => one.is(markLines));
    if (!effect) return marks.map(transaction.changes);
    const builder = new RangeSetBuilder();
    const { doc } = transaction.state;
    const severities = new Map();
    for (const [line, severity] of effect.value) {
      if (severities.get(line) !== "error") severities.set(line, severity);
    }
    for (const line of [...severities.keys()].sort((a, b) => a - b)) {
      if (line > doc.lines) break;
      const { from } = doc.line(line);
      builder.add(from, from, Decoration.line({ class: `cm-${severities.get(line)}` }));
    }
    return builder.finish();
  },
  provide: (field) => EditorView.decorations.from(field),
});

/* The lines Markdown does not know: the front matter, and the heads of components. */
const ownSyntax = EditorView.decorations.compute(["doc"], (state) => {
  const builder = new RangeSetBuilder();
  const front = endOfFront(state.doc);
  for (let number = 1; number <= state.doc.lines; number++) {
    const { from, text } = state.doc.line(number);
    if (number <= front) builder.add(from, from, Decoration.line({ class: "cm-front" }));
    else if (text.startsWith("!!! ")) builder.add(from, from, Decoration.line({ class: "cm-component" }));
  }
  return builder.finish();
});

/* The last line of the front matter; 0 where there is none. */
function endOfFront(doc) {
  if (doc.line(1).text.trimEnd() !== "---") return 0;
  for (let number = 2; number <= doc.lines; number++) {
    if (doc.line(number).text.trimEnd() === "---") return number;
  }
  return 0;
}

/* Draws the field into `host`. `onChange()` is called after each change of the text, `onScroll(line)` with the line
   that came to stand in the middle. */
export function markdownField(host, { text, label, onChange, onScroll }) {
  const root = host.attachShadow({ mode: "open" });
  const parent = root.appendChild(document.createElement("div"));
  parent.style.height = "100%";

  const surround = (before, after) => () => {
    const { from, to } = view.state.selection.main;
    view.dispatch({
      changes: [{ from, insert: before }, { from: to, insert: after }],
      selection: { anchor: from + before.length, head: to + before.length },
    });
    view.focus();
    return true;
  };

  const view = new EditorView({
    parent,
    root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), history(), search({ top: true }), EditorView.lineWrapping, markdown,
        syntaxHighlighting(colors), theme, findingMarks, ownSyntax,
        keymap.of([
          { key: "Mod-b", run: surround("**", "**") },
          { key: "Mod-i", run: surround("*", "*") },
          ...searchKeymap, ...historyKeymap, ...defaultKeymap,
        ]),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "true", autocapitalize: "sentences" }),
        EditorView.updateListener.of((update) => update.docChanged && onChange()),
      ],
    }),
  });

  view.scrollDOM.addEventListener("scroll", () => {
    const middle = view.scrollDOM.scrollTop + view.scrollDOM.clientHeight / 2;
    onScroll(view.state.doc.lineAt(view.lineBlockAtHeight(middle).from).number);
  });

  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    surround: (before, after) => surround(before, after)(),
    /* Puts `start` before each line of the selection. */
    startLines(start) {
      const { from, to } = view.state.selection.main;
      const changes = [];
      for (let at = from; at <= to; ) {
        const line = view.state.doc.lineAt(at);
        changes.push({ from: line.from, insert: start });
        at = line.to + 1;
      }
      view.dispatch({ changes, selection: { anchor: view.state.doc.lineAt(from).from + start.length } });
      view.focus();
    },
    /* Puts a block of lines under the line of the cursor, or first into the body, and selects it. */
    insertBlock(block) {
      const { doc, selection } = view.state;
      const line = doc.line(Math.max(doc.lineAt(selection.main.to).number, endOfFront(doc)));
      const lead = line.text.trim() ? "\n\n" : "\n";
      const end = line.to + lead.length + block.length;
      view.dispatch({
        changes: { from: line.to, insert: `${lead}${block}\n` },
        selection: { anchor: line.to + lead.length, head: end },
        scrollIntoView: true,
      });
      view.focus();
    },
    replaceAll(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      view.focus();
    },
    goTo(number) {
      const line = view.state.doc.line(Math.min(number, view.state.doc.lines));
      view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      view.focus();
    },
    mark: (pairs) => view.dispatch({ effects: markLines.of(pairs) }),
  };
}
