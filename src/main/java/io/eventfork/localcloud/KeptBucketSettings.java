package io.eventfork.localcloud;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bucket settings that S3Proxy does not know: the gateway keeps the documents and gives them back;
 * nothing enforces them. It also refuses a request that expects another owner. Thread-safe.
 */
final class KeptBucketSettings {

    /** The sub-resources kept, and the error that S3 answers while one is not set. */
    private static final Map<String, String> KEPT =
            Map.of(
                    "encryption", "ServerSideEncryptionConfigurationNotFoundError",
                    "publicAccessBlock", "NoSuchPublicAccessBlockConfiguration",
                    "ownershipControls", "OwnershipControlsNotFoundError",
                    "policy", "NoSuchBucketPolicy",
                    "lifecycle", "NoSuchLifecycleConfiguration",
                    "tagging", "NoSuchTagSet");

    private final Map<String, Buffer> documents = new ConcurrentHashMap<>();

    /** The answer to a request that expects another owner, or null. */
    ServiceResponse refusal(HttpServerRequest request) {
        String owner = request.getHeader("x-amz-expected-bucket-owner");
        return owner == null || owner.equals(LocalCloud.ACCOUNT)
                ? null
                : AwsErrors.s3(403, "AccessDenied", "Access Denied");
    }

    /** Whether the request is about a setting of a bucket (not of an object) that is kept here. */
    boolean keeps(HttpServerRequest request) {
        return subResource(request) != null && isBucket(request);
    }

    ServiceResponse answer(HttpServerRequest request, Buffer body, boolean exists) {
        if (!exists) {
            return AwsErrors.s3(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        String setting = subResource(request);
        String key = bucket(request) + "?" + setting;
        if (request.method().equals(HttpMethod.PUT)) {
            documents.put(key, body);
            return new ServiceResponse(200, Map.of(), new byte[0]);
        }
        if (request.method().equals(HttpMethod.DELETE)) {
            documents.remove(key);
            return new ServiceResponse(204, Map.of(), new byte[0]);
        }
        Buffer document = documents.get(key);
        return document == null
                ? AwsErrors.s3(404, KEPT.get(setting), "The bucket has no such setting.")
                : new ServiceResponse(
                        200, Map.of("content-type", "application/xml"), document.getBytes());
    }

    /** Forgets the settings of a bucket that the request has deleted. */
    void deleted(HttpServerRequest request) {
        if (isBucket(request)) {
            KEPT.keySet().forEach(setting -> documents.remove(bucket(request) + "?" + setting));
        }
    }

    static String bucket(HttpServerRequest request) {
        return path(request).split("/", 2)[0];
    }

    private static boolean isBucket(HttpServerRequest request) {
        return path(request).indexOf('/') < 0;
    }

    private static String path(HttpServerRequest request) {
        return request.path().replaceAll("^/|/$", "");
    }

    private static String subResource(HttpServerRequest request) {
        String query = request.query();
        if (query == null) {
            return null;
        }
        String name = query.split("[=&]", 2)[0];
        return KEPT.containsKey(name) ? name : null;
    }
}
