/**
 * The workbench in a browser: a page that asks, a small JSON API behind it, pages as answers.
 *
 * <p>Door: {@link dev.meshwright.serve.WorkbenchServer}, started by {@code cli}. Asks {@code workbench} the questions that commands ask and
 * answers with the documents and pages that commands print; {@code serve/openapi.json} in the resources describes the API. Reads no file but
 * what a request brings, which lies in an archive of its own for as long as it is read. Bytes of requests, running questions and kept answers are
 * limited; a question ends when nobody listens to it any more.
 *
 * <pre>{@code
 * try (WorkbenchServer server = WorkbenchServer.start(ServeSettings.LOOPBACK)) {
 *     browse(server.address());   // http://127.0.0.1:40123/
 * }
 * }</pre>
 */
@NullMarked
package dev.meshwright.serve;

import org.jspecify.annotations.NullMarked;
