/**
 * The serving loop, run again step by step: clients send, schedulers fill steps, the cost model says what each takes.
 *
 * <p>Door: {@link dev.meshwright.replay.Replay}, which gives an {@link dev.meshwright.replay.Outcome} with the times of every request;
 * {@link dev.meshwright.replay.ClockedSteps} prices steps by {@link dev.meshwright.cost.StepClock}. For {@code question}, {@code lab}
 * and {@code workbench}. Seconds and tokens; the same seed and settings give the same times. One thread.
 *
 * <pre>{@code
 * StepTimes steps = new ClockedSteps(costModel.stepClock(degrees)::seconds);
 * Clients clients = new ClosedLoop(64, 0, new DrawnLengths(input, output, 640, seed));
 * Outcome outcome = new Replay(clients, List.of(new VllmScheduler(settings)), steps, FrontEnd.NONE, observer).run();
 * outcome.timesToFirstToken().p99();
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.replay;
