package dev.meshwright.cost.evaluation;

/** What fills a GPU, in few words: components that grow and shrink together. */
public enum MemoryKind {
    EXPERTS("experts"),
    WEIGHTS("other weights"),
    TRAINING("gradients and optimizer"),
    CACHE("KV cache and state"),
    ACTIVATIONS("activations"),
    RUNTIME("buffers and runtime");

    private final String words;

    MemoryKind(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** The kind of {@code component}. */
    public static MemoryKind of(MemoryComponent component) {
        return switch (component) {
            case EXPERT_WEIGHTS -> EXPERTS;
            case ATTENTION_WEIGHTS,
                    DENSE_WEIGHTS,
                    SHARED_WEIGHTS,
                    ROUTER_AND_NORM_WEIGHTS,
                    EMBEDDING_WEIGHTS,
                    HEAD_WEIGHTS -> WEIGHTS;
            case GRADIENTS, OPTIMIZER -> TRAINING;
            case CACHE, STATE -> CACHE;
            case ACTIVATIONS, LOGITS -> ACTIVATIONS;
            case GRAPHS, DISPATCH_BUFFERS, COLLECTIVE_BUFFERS, RUNTIME -> RUNTIME;
        };
    }
}
