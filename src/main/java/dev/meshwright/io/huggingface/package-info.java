/**
 * Reads a Hugging Face {@code config.json} into a {@link dev.meshwright.model.Model}.
 *
 * <p>Keys are read by what they mean: {@link dev.meshwright.io.huggingface.ConfigKey} lists the spellings of each quantity,
 * {@link dev.meshwright.io.huggingface.ModelTypeDefaults} what a model type implies where its configuration is silent.
 * An architecture nobody has heard of is therefore no error as long as its keys suffice.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.io.huggingface;
