package dev.meshwright.layout;

/**
 * A number that the author of a plan states about it.
 *
 * @param quantity what it is about, such as {@code memory.experts.perGpu}
 * @param value as written, with its unit; {@link dev.meshwright.quantity.Quantity#read} gives the number
 * @param quote the words of the document that the claim was taken from; empty without
 */
public record Claim(String quantity, String value, String quote) {}
