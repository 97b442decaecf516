/**
 * Number formats of a checkpoint: what its quantization settings say of each module of the model, summed up by part.
 *
 * <p>Door: {@link dev.meshwright.io.huggingface.quantization.QuantizationReader}. The modules of a model are
 * {@link dev.meshwright.io.huggingface.quantization.ModelModules}, what a list of names means for them
 * {@link dev.meshwright.io.huggingface.quantization.NamePatterns}. Used by {@code io.huggingface} alone. Formats are bits per
 * weight; blocks are outputs by inputs that share a scale.
 *
 * <pre>{@code
 * Precisions formats = reader.read(stated, beside);
 * }</pre>
 */
@NullMarked
package dev.meshwright.io.huggingface.quantization;

import org.jspecify.annotations.NullMarked;
