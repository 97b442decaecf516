/**
 * Which keys of a checkpoint's files were read: every key is read, is known to change nothing that is planned, or is
 * named in a note.
 *
 * <p>Entry classes: {@link dev.meshwright.io.huggingface.key.ReadKeys}, which readers tell what they looked at, and
 * {@link dev.meshwright.io.huggingface.key.UnreadKeys}, which finds the rest.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.io.huggingface.key;
