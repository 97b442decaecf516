package wrong.answer.text;

import wrong.cli.Top;
import wrong.cost.CostModel;
import wrong.lab.Room;

/** Computes what it should only show. */
public final class Rendering {

    public Top top() {
        return new CostModel().top();
    }

    public double mean(double sum) {
        Room summary = Room.of(sum);
        return sum / summary.count();
    }
}
