/**
 * Documents that people write, read as text with places: Markdown, plain text, Word.
 *
 * <p>{@link dev.meshwright.io.document.DocumentFiles} reads them; {@link dev.meshwright.io.document.DraftFile} renders the
 * claims that were drafted from one as a file to edit.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.io.document;
