package wrong.cost.layer;

/** Layers sorted into kinds. */
public final class Kinds {}
