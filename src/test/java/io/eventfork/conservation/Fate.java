package io.eventfork.conservation;

import java.io.IOException;
import java.time.Duration;

/** What becomes of a call at the proxy. */
interface Fate {

    /** The call and the ways on from here. */
    interface Passage {

        Call call();

        /** Sends the call, or what is left of it, to the cloud. */
        Answer forward(Call call) throws IOException, InterruptedException;

        /** Keeps the call waiting, or ends it when the proxy ends. */
        void hold(Duration time) throws InterruptedException;

        /** Does something once the caller has been sent the answer. */
        void whenHandedOut(Runnable action);
    }

    /** Longer than any client waits for an answer. */
    Duration FOR_EVER = Duration.ofSeconds(45);

    Fate PASS = passage -> passage.forward(passage.call());

    /** The connection is reset; the cloud never sees the call. */
    Fate RESET_BEFORE = passage -> Answer.NONE;

    /** The cloud does what it is asked, and the connection is reset. */
    Fate RESET_AFTER =
            passage -> {
                passage.forward(passage.call());
                return Answer.NONE;
            };

    /** The connection stays open and nobody answers; the cloud never sees the call. */
    Fate HALF_OPEN =
            passage -> {
                passage.hold(FOR_EVER);
                return Answer.NONE;
            };

    /** The cloud fails. */
    Fate ERROR = passage -> Refusals.error(passage.call());

    /** The cloud has enough. */
    Fate THROTTLE = passage -> Refusals.throttled(passage.call());

    /** The cloud answers that all is done, and has seen nothing. */
    Fate UNDONE = passage -> Batches.pretended(passage.call());

    /** The answer to give, or {@link Answer#NONE}. */
    Answer of(Passage passage) throws IOException, InterruptedException;

    /** The call arrives late. */
    static Fate late(Duration time) {
        return passage -> {
            passage.hold(time);
            return passage.forward(passage.call());
        };
    }

    /** The call arrives in time, its answer late. */
    static Fate lateAnswer(Duration time) {
        return passage -> {
            Answer answer = passage.forward(passage.call());
            passage.hold(time);
            return answer;
        };
    }
}
