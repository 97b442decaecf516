/**
 * The catalogue of GPUs as text.
 *
 * <p>Door: {@link dev.meshwright.answer.text.catalogue.GpuText}. For {@code cli.lookup}. Units are in the text.
 *
 * A number that no data sheet states is left blank.
 *
 * <p>Example: {@code GpuText.of(gpus, style)}.
 */
@NullMarked
package dev.meshwright.answer.text.catalogue;

import org.jspecify.annotations.NullMarked;
