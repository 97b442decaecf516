package dev.meshwright.serve;

import java.util.Optional;

/**
 * Where the workbench is served, and to whom.
 *
 * @param host address to listen on
 * @param port to listen on; 0 for any that is free
 * @param token first part of every path, for whoever is not on this machine; empty on loopback
 */
public record ServeSettings(String host, int port, Optional<String> token) {

    /** On this machine alone, on any free port. */
    public static final ServeSettings LOOPBACK = new ServeSettings("127.0.0.1", 0, Optional.empty());

    /** The same on that port. */
    public ServeSettings onPort(int other) {
        return new ServeSettings(host, other, token);
    }

    /** What every path begins and ends with: {@code /}, or {@code /TOKEN/}. */
    String root() {
        return token.map(secret -> "/" + secret + "/").orElse("/");
    }
}
