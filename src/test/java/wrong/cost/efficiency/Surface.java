package wrong.cost.efficiency;

/** A surface that only its reader should see. */
public final class Surface {}
