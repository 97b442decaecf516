package dev.meshwright.lab.row;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.rule.LayoutRules;
import java.util.List;
import java.util.function.Function;

/** The layout that a measured row states by its degrees. */
public final class StatedLayout {

    private StatedLayout() {}

    /**
     * A layout with expert slots in order.
     *
     * @param experts of a routed layer; 0 for a dense model
     * @param devices which GPU each rank runs on
     * @throws UnpredictableRowException if its parts do not fit together
     */
    public static Layout of(
            Problem problem, Degrees degrees, int experts, List<Stage> stages, Function<Degrees, DeviceMap> devices) {
        if (degrees.microBatch() < 1) {
            throw new UnpredictableRowException("no sequences are left for a rank");
        }
        int gpus = gpus(gpus(degrees.tensor(), degrees.data(), degrees.pipeline()), degrees.replicas(), 1);
        if (degrees.expert() > gpus) {
            throw new UnpredictableRowException("more expert-parallel ranks than GPUs");
        }
        int routed =
                (int) problem.model().layers().stream().filter(Layer::routed).count();
        Layout layout = new Layout(
                degrees,
                stages,
                ExpertSlots.contiguous(routed, Math.max(1, experts), degrees.slotsPerRank() * degrees.expert()),
                devices.apply(degrees));
        List<Violation> broken = new LayoutRules(problem).violations(layout);
        if (!LayoutRules.evaluable(broken)) {
            Violation first = broken.getFirst();
            throw new UnpredictableRowException(
                    "the degrees do not fit together: " + first.where().replace("/layout/", "") + " = "
                            + Figures.plain(first.actual()) + ", where the limit is " + Figures.plain(first.limit()));
        }
        return layout;
    }

    /**
     * GPUs of so many tensor ranks, copies and stages.
     *
     * @throws UnpredictableRowException if no cluster has as many
     */
    public static int gpus(long tensor, long data, long pipeline) {
        // Each factor is an int, so that the product of two cannot overflow.
        if (tensor * data > Cluster.MOST_GPUS || tensor * data * pipeline > Cluster.MOST_GPUS) {
            throw new UnpredictableRowException("more than " + Cluster.MOST_GPUS + " GPUs");
        }
        return (int) (tensor * data * pipeline);
    }
}
