/**
 * Documents that people write, read as text with places: Markdown, plain text, Word.
 *
 * <p>Door: {@link dev.meshwright.io.document.DocumentFiles} reads them; {@link dev.meshwright.io.document.DraftFile} renders the
 * claims that were drafted from one as a file to edit. Used by {@code cli}. Word files are unpacked and parsed with the
 * platform's own readers, without document types or outside entities, and never beyond a size in bytes; places are lines or
 * paragraphs.
 *
 * <pre>{@code
 * Document document = DocumentFiles.read(Path.of("review.docx"));
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.document;

import org.jspecify.annotations.NullMarked;
