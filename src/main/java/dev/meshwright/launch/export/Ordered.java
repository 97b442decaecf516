package dev.meshwright.launch.export;

import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.option.OptionBook;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.launch.pool.Balancing;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A plan that is to be started.
 *
 * @param problem that it was evaluated for, its engine named
 * @param layout complete
 * @param room for the cache; empty in training
 * @param tokensPerStep of an attention rank, as they were predicted with
 * @param book options of the engine
 * @param checkpoint name or folder of the model's weights
 * @param quantized format that the engine makes of weights that are published wider; empty for weights as they are
 * @param balancing whether experts move
 * @param ownLength longest sequence that the checkpoint's own configuration allows; empty where unknown
 * @param role of a pool that reads prompts or writes answers; empty where servers do both
 */
public record Ordered(
        Problem problem,
        Layout layout,
        Optional<CacheRoom> room,
        int tokensPerStep,
        OptionBook book,
        String checkpoint,
        Optional<String> quantized,
        Balancing balancing,
        OptionalInt ownLength,
        Optional<PoolRole> role) {

    /** How often the model is cut and copied. */
    public Degrees degrees() {
        return layout.degrees();
    }

    /** The model. */
    public Model model() {
        return problem.model();
    }

    /** What the problem states of how the engine is started. */
    public EngineSetup setup() {
        return problem.assumptions().setup();
    }

    /** Release; empty for the newest. */
    public Optional<EngineVersion> version() {
        return setup().version();
    }

    /** Expert slots of a layer beyond one for each expert. */
    public int redundantExperts() {
        long slots = (long) degrees().slotsPerRank() * degrees().expert();
        return model().experts() == 0 ? 0 : (int) Math.max(0, slots - model().experts());
    }

    /** Tokens of the longest sequence that must be taken, its next token included, of which the model takes no more than it has. */
    public long longestSequence() {
        long wanted = problem.workload().longestContext();
        return model().positions() == wanted ? wanted : wanted + 1;
    }

    /** The name of a file that a command names: those of two pools lie side by side. */
    public String file(String name) {
        return role.map(pool -> pool.label() + "." + name).orElse(name);
    }

    /** Whether the problem has the model started for more than its checkpoint's configuration allows. */
    public boolean longerThanOwn() {
        return ownLength.isPresent() && longestSequence() > ownLength.getAsInt();
    }
}
