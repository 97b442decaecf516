package wrong.replay;

import wrong.cli.Top;

/** Looks up the stairs. */
public final class Loop {

    public Top top() {
        return new Top();
    }
}
