package io.eventfork.localcloud.kinesis;

/** Finds the stream that a request is about. Thread-safe. */
final class Streams {

    private final KinesisState state;

    Streams(KinesisState state) {
        this.state = state;
    }

    /**
     * @throws io.eventfork.localcloud.json.JsonException {@code ResourceNotFoundException} if there
     *     is none, {@code InvalidArgumentException} if the request names none
     */
    Stream of(KinesisCall call) {
        return ofArn(
                call.streamArn()
                        .orElseThrow(
                                () ->
                                        KinesisErrors.invalid(
                                                "Either StreamName or StreamARN must be given.")));
    }

    Stream ofArn(String arn) {
        return state.find(arn)
                .orElseThrow(() -> KinesisErrors.noStream(arn.substring(arn.lastIndexOf('/') + 1)));
    }
}
