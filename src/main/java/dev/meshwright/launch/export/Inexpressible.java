package dev.meshwright.launch.export;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.util.List;

/** What cannot be started as it is. */
final class Inexpressible {

    private Inexpressible() {}

    /** A refusal with what to do instead. */
    static InvalidInputException of(String message, String maybe) {
        return new InvalidInputException(List.of(new Fault("", "/layout", "", message, maybe)));
    }
}
