package dev.meshwright.replay.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Who sends next, and when. */
class ClosedLoopTest {

    @Test
    void aClientThatIsRefusedAtOnceDoesNotWaitForTokensOnTheirWayToOthers() {
        ClosedLoop clients =
                new ClosedLoop(3, 0, Collections.nCopies(6, new Lengths(1, 1)).iterator());
        for (int client = 0; client < 3; client++) {
            assertEquals(0, clients.next().arrivalSeconds());
        }
        assertEquals(Double.POSITIVE_INFINITY, clients.nextSeconds());
        clients.answered(6);
        clients.answered(8);
        clients.answered(3);
        assertEquals(3, clients.next().arrivalSeconds());
        assertEquals(6, clients.next().arrivalSeconds());
        assertEquals(8, clients.next().arrivalSeconds());
        assertEquals(Double.POSITIVE_INFINITY, clients.nextSeconds());
    }
}
