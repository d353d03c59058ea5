package io.eventfork.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;

/**
 * Clients of a process that is killed at one of its calls, or some of whose answers are lost. Calls
 * are counted over all clients. Not thread-safe.
 */
final class FailingCalls {

    /** On which side of the call's effect it happens. */
    enum Moment {
        BEFORE,
        AFTER
    }

    /** The process is dead, and calls nobody any more. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    private final Predicate<String> fails;
    private final Moment moment;
    private final RuntimeException lost;
    private boolean isDead;

    /**
     * @param fails whether a call of that operation fails; asked once a call
     * @param lost what the caller gets of a call whose answer is lost; null for one that is killed
     */
    private FailingCalls(Predicate<String> fails, Moment moment, RuntimeException lost) {
        this.fails = fails;
        this.moment = moment;
        this.lost = lost;
    }

    /** Dies at its so many-th call, the first being 1. */
    static FailingCalls dyingAt(int call, Moment moment) {
        int[] calls = new int[1];
        return new FailingCalls(operation -> ++calls[0] == call, moment, null);
    }

    static FailingCalls dyingAtFirst(String operation, Moment moment) {
        return new FailingCalls(operation::equals, moment, null);
    }

    /** The first so many calls of an operation have their effect, and their answers are lost. */
    static FailingCalls losing(int calls, String operation, RuntimeException thrown) {
        int[] left = {calls};
        return new FailingCalls(
                called -> called.equals(operation) && left[0]-- > 0, Moment.AFTER, thrown);
    }

    /** One call of an operation, the first being 1, does not arrive. */
    static FailingCalls missing(int call, String operation, RuntimeException thrown) {
        int[] calls = new int[1];
        return new FailingCalls(
                called -> called.equals(operation) && ++calls[0] == call, Moment.BEFORE, thrown);
    }

    /** A client whose calls reach another. */
    <T> T of(Class<T> type, T client) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            boolean isFailing = isDead || fails.test(method.getName());
                            if (isDead || isFailing && moment == Moment.BEFORE) {
                                throw failure();
                            }
                            try {
                                Object answer = method.invoke(client, arguments);
                                if (isFailing) {
                                    throw failure();
                                }
                                return answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private Throwable failure() {
        if (lost == null) {
            isDead = true;
            return new Killed();
        }
        return lost;
    }
}
