/**
 * Number formats of a checkpoint: what its quantization settings say of each module of the model, summed up by part.
 *
 * <p>Entry class: {@link dev.meshwright.io.huggingface.quantization.QuantizationReader}. The modules of a model are
 * {@link dev.meshwright.io.huggingface.quantization.ModelModules}, what a list of names means for them
 * {@link dev.meshwright.io.huggingface.quantization.NamePatterns}.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.io.huggingface.quantization;
