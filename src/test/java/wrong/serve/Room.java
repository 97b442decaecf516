package wrong.serve;

import wrong.cli.Top;

/** Looks up the stairs. */
public final class Room {

    public Top top() {
        return new Top();
    }
}
