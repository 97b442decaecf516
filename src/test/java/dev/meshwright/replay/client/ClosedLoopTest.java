package dev.meshwright.replay.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    /** Most of 300,000 clients have yet to start while the first are answered: each answer in its place without moving all of them. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void manyClientsAreAnsweredInAnyOrderInNoTime() {
        int number = 300_000;
        ClosedLoop clients = ClosedLoop.scattered(
                number, 1000, Collections.nCopies(2 * number, new Lengths(1, 1)).iterator(), 1);
        double last = 0;
        SplittableRandom random = new SplittableRandom(1);
        for (int request = 0; request < 2 * number; request++) {
            double seconds = clients.next().arrivalSeconds();
            assertTrue(seconds >= last);
            last = seconds;
            clients.answered(seconds + 100 * random.nextDouble());
        }
        assertEquals(Double.POSITIVE_INFINITY, clients.nextSeconds());
    }
}
