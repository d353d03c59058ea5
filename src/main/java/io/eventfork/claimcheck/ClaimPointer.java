package io.eventfork.claimcheck;

/**
 * Where a body is while its pointer goes on in its place.
 *
 * @param bucket the physical name of the bucket
 * @param key the key of the object
 */
public record ClaimPointer(String bucket, String key) {

    /** As S3 tools write it. */
    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
