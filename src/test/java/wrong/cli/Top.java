package wrong.cli;

import wrong.base.Bottom;
import wrong.cost.layer.Kinds;

/** The top of a house that is built wrong on purpose: every rule of the right one is broken somewhere in it. */
public final class Top {

    public Bottom bottom() {
        return new Bottom();
    }

    public Kinds pastTheDoor() {
        return new Kinds();
    }
}
