#!/bin/sh
# Builds static/editor/codemirror.js from field.mjs and the locked packages; needs npm and a package registry.
# Run it only to take in a new version: raise it in package.json, delete package-lock.json, run this, commit all of it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
static=$here/../../static/editor
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/package.json "$here"/field.mjs "$work"
cd "$work"
if [ -f "$here/package-lock.json" ]; then
  cp "$here/package-lock.json" .
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
else
  npm install --ignore-scripts --no-audit --no-fund --loglevel=error --omit-lockfile-registry-resolved
  cp package-lock.json "$here"
fi
node_modules/.bin/esbuild field.mjs --bundle --minify --format=iife --global-name=katMarkdown --target=es2022 \
  --legal-comments=none --banner:js="/* CodeMirror 6 and Lezer, MIT licence: see codemirror.LICENSE.txt. Built by tools/codemirror/build.sh. */" \
  --outfile="$static/codemirror.js"
{
  echo "codemirror.js holds these packages, each under the MIT licence."
  for package in @codemirror/commands @codemirror/language @codemirror/search @codemirror/state @codemirror/view \
      @lezer/common @lezer/highlight @lezer/lr @lezer/markdown @marijn/find-cluster-break crelt style-mod w3c-keyname; do
    printf '\n%s %s\n\n' "$package" "$(node -p "require('./node_modules/$package/package.json').version")"
    cat "node_modules/$package/LICENSE"
  done
} > "$static/codemirror.LICENSE.txt"
cd "$static"
sha256sum codemirror.js codemirror.LICENSE.txt > "$here/built.sha256"
