/**
 * What the catalogues list, as plain data: one document for a model, one for a GPU.
 *
 * <p>Doors: {@link dev.meshwright.answer.json.catalogue.ModelDocument} and {@link
 * dev.meshwright.answer.json.catalogue.GpuDocument}. Used by {@code cli} for {@code models} and {@code gpus} with {@code --format
 * json}. Computes nothing: what follows from an architecture comes from {@code answer.explain.model}. Bytes, bytes per second,
 * FLOP per second; numbers of parameters.
 *
 * <pre>{@code
 * Map<String, Object> document = ModelDocument.of(model.facts(), model.notes());
 * }</pre>
 */
@NullMarked
package dev.meshwright.answer.json.catalogue;

import org.jspecify.annotations.NullMarked;
