/**
 * Reads a Hugging Face {@code config.json} into a {@link dev.meshwright.facts.model.Model}.
 *
 * <p>Keys are read by what they mean: {@code ConfigKey} lists the spellings of each quantity, {@code
 * ModelTypeDefaults} what a model type implies where its configuration is silent. An architecture nobody has heard of
 * is no error as long as its keys suffice.
 *
 * <p>Door: {@link dev.meshwright.io.huggingface.HuggingFaceConfig}. For {@code io.catalogue} and {@code cli}. What
 * was assumed or left out is in the notes; all faults are reported together. Sizes are elements, formats are bits per
 * element.
 *
 * <pre>{@code
 * HuggingFaceModel read = HuggingFaceConfig.read(Path.of("config.json"));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.io.huggingface;
