package dev.meshwright.placement.experts;

import dev.meshwright.placement.Budget;
import java.util.ArrayList;
import java.util.List;

/** One way of placing experts. All placers are peers: the same problem, the same result, a row each in one table. */
public interface ExpertPlacer {

    /** Short and stable: a row of a table, an option of the command line. */
    String name();

    /**
     * Places every layer.
     *
     * @return a feasible placement, except for the baselines that say otherwise
     */
    PlacedLayers place(PlainProblem problem, Budget budget);

    /**
     * A placer that treats each layer on its own and needs no budget. Layers that differ only in the names of their
     * experts are placed once, see {@link LayersAlike}.
     */
    static ExpertPlacer perLayer(String name, LayerPlacer layerPlacer) {
        return new ExpertPlacer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public PlacedLayers place(PlainProblem problem, Budget budget) {
                int[][] physicalToLogical = new int[problem.layers()][];
                List<PlacedLayers.Layer> layers = new ArrayList<>();
                LayersAlike alike = new LayersAlike(problem);
                for (int index = 0; index < problem.layers(); index++) {
                    int known = alike.before(index);
                    if (known >= 0) {
                        physicalToLogical[index] = alike.renamed(physicalToLogical[known], known, index);
                        layers.add(layers.get(known));
                    } else {
                        PlainLayer layer = problem.layer(index);
                        physicalToLogical[index] = layerPlacer.place(layer);
                        layers.add(PlacedLayers.Layer.of(layer, physicalToLogical[index]));
                    }
                }
                return new PlacedLayers(name, new ExpertPlacement(physicalToLogical), layers, true);
            }
        };
    }

    /** Places one layer: [slot] to expert. */
    @FunctionalInterface
    interface LayerPlacer {
        int[] place(PlainLayer layer);
    }
}
