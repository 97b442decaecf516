package wrong.cost.pass;

/** Nobody else should see this. */
public final class Inside {}
