package dev.meshwright.placement.placing;

import dev.meshwright.facts.model.Model;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.List;

/** Layouts that differ from one in where a stage ends: a few layers more or fewer than the next. */
final class StageBorders {

    private StageBorders() {}

    /** Every border moved to the place before and to the place behind it where a stage may begin. */
    static List<Layout> moved(Layout layout, Model model) {
        List<Layout> moved = new ArrayList<>();
        List<Stage> stages = layout.stages();
        if (layout.degrees().virtualStages() > 1) {
            return moved;
        }
        for (int border = 1; border < stages.size(); border++) {
            int begin = stages.get(border).firstLayer();
            for (int way : new int[] {-1, 1}) {
                int next = begin + way;
                int from = stages.get(border - 1).firstLayer();
                int to = stages.get(border).lastLayer();
                while (next > from && next <= to && !model.mayBeginStage(next)) {
                    next += way;
                }
                if (next > from && next <= to) {
                    List<Stage> other = new ArrayList<>(stages);
                    other.set(border - 1, new Stage(from, next - 1));
                    other.set(border, new Stage(next, to));
                    moved.add(new Layout(
                            layout.degrees(), other, layout.experts(), layout.devices(), layout.predictionStage()));
                }
            }
        }
        return moved;
    }
}
