package io.eventfork.tasks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the worker tells what failed: by call-back if somebody waits for one, and by its last line to
 * a parent, which reads that. Stateless.
 */
public final class WorkerReport {

    /** Of which all records come again. */
    private static final int FAILED = 1;

    private WorkerReport() {}

    /**
     * Tells it.
     *
     * @param failed what failed, as {@link TaskReport} names it
     * @param environment that of this process
     * @param log gets the last line
     * @return the exit code; not 0 if something failed and nobody has heard which
     */
    public static int tell(
            List<String> failed, Map<String, String> environment, Consumer<String> log)
            throws InterruptedException {
        String report = TaskReport.of(failed);
        boolean heard = isTold(report, TaskCallBack.of(environment), log);
        log.accept(report);
        return failed.isEmpty() || heard || Worker.hasParent(environment) ? 0 : FAILED;
    }

    private static boolean isTold(
            String report, Optional<TaskCallBack> callBack, Consumer<String> log)
            throws InterruptedException {
        try {
            if (callBack.isPresent()) {
                callBack.get().success(report);
            }
            return callBack.isPresent();
        } catch (IOException e) {
            log.accept("The call-back was not taken: " + e.getMessage());
            return false;
        }
    }
}
