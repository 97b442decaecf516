package dev.meshwright.facts.model;

/**
 * Number formats of a model's parts. Checkpoints seldom have one: a label such as {@code fp4} often means 4-bit routed
 * experts with everything else in BF16.
 *
 * @param attention weights of the mixers
 * @param dense weights of dense feed-forward parts
 * @param shared weights of shared experts
 * @param experts weights of routed experts
 * @param embedding embedding and LM head weights
 * @param keyValueCache elements of the KV cache
 * @param activation elements of the hidden state between kernels
 */
public record Precisions(
        Precision attention,
        Precision dense,
        Precision shared,
        Precision experts,
        Precision embedding,
        Precision keyValueCache,
        Precision activation) {

    /** Everything in 16-bit brain floating point, as trained. */
    public static final Precisions BF16 = uniform(Precision.BF16);

    /** One format for all weights and activations. */
    public static Precisions uniform(Precision precision) {
        return new Precisions(precision, precision, precision, precision, precision, precision, precision);
    }
}
