package wrong.question;

import wrong.cli.Top;
import wrong.cost.efficiency.Surface;
import wrong.cost.pass.Inside;
import wrong.cost.schedule.Schedule;

/** Looks up the stairs and past the doors of the cost model. */
public final class Room {

    public Top top() {
        return new Top();
    }

    public boolean inside(Object value) {
        return value instanceof Inside || value instanceof Surface || value instanceof Schedule;
    }
}
