package wrong.launch;

import wrong.cli.Top;

/** Looks up the stairs. */
public final class Room {

    private final double count;

    private Room(double count) {
        this.count = count;
    }

    public static Room of(double count) {
        return new Room(count);
    }

    public double count() {
        return count;
    }

    public Top top() {
        return new Top();
    }
}
