package wrong.answer.text;

import wrong.cli.Top;
import wrong.cost.CostModel;

/** Computes what it should only show. */
public final class Rendering {

    public Top top() {
        return new CostModel().top();
    }
}
