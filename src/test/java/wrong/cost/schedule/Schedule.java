package wrong.cost.schedule;

/** A schedule that only those who replay it should see. */
public final class Schedule {}
