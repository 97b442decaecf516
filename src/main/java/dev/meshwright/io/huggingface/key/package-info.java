/**
 * The keys of a checkpoint's files: how each is spelled, what its value is, and which were read. Every key is read, is known
 * to change nothing that is planned, or is named in a note.
 *
 * <p>Doors: {@link dev.meshwright.io.huggingface.key.ConfigFields}, values by {@link
 * dev.meshwright.io.huggingface.key.ConfigKey}; {@link dev.meshwright.io.huggingface.key.ReadKeys}, which readers tell what they looked at, and
 * {@link dev.meshwright.io.huggingface.key.UnreadKeys}, which finds the rest. Used by {@code io.huggingface} alone. Places are
 * JSON pointers; nothing here has a unit.
 *
 * <pre>{@code
 * List<String> unread = UnreadKeys.of(root, "", read);
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.huggingface.key;

import org.jspecify.annotations.NullMarked;
