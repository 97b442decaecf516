package dev.meshwright.launch.pool;

import dev.meshwright.launch.Place;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.source.Role;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Servers of one kind, or a training, as what they mean.
 *
 * @param role of them
 * @param model as written; empty where no file says
 * @param facts of the model; empty where it is not known
 * @param gpu kind as written; empty where no file says
 * @param layout degrees
 * @param weights format of them; empty where it does not follow
 * @param cache format as written; empty where the launch does not say
 * @param limits that it states
 * @param redundantExperts slots beyond one for each expert; empty where the launch says nothing of them
 * @param balancer how slots are filled; empty for one expert in each, fixed
 * @param speculation drafting; empty without
 * @param training what a training states; empty for a server
 * @param gpusGiven GPUs that stand ready for a server; empty where nobody says
 * @param place where it is started
 */
public record Pool(
        Role role,
        Optional<String> model,
        Optional<ModelFacts> facts,
        Optional<String> gpu,
        PoolLayout layout,
        Optional<WeightFormat> weights,
        Optional<String> cache,
        Limits limits,
        OptionalInt redundantExperts,
        Optional<Balancer> balancer,
        Optional<Speculation> speculation,
        Optional<TrainingPart> training,
        OptionalInt gpusGiven,
        Place place) {

    /** The same for sequences of so many tokens. */
    public Pool withLength(int tokens) {
        return with(limits.withLength(tokens));
    }

    /** The same with another share of memory. */
    public Pool withShare(double share) {
        return with(limits.withShare(share));
    }

    private Pool with(Limits other) {
        return new Pool(
                role,
                model,
                facts,
                gpu,
                layout,
                weights,
                cache,
                other,
                redundantExperts,
                balancer,
                speculation,
                training,
                gpusGiven,
                place);
    }

    /** GPUs that all its servers have. */
    public int gpus() {
        return layout.gpus();
    }
}
