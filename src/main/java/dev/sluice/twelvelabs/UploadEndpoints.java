package dev.sluice.twelvelabs;

import java.util.List;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Tag;

/** The endpoints of uploads in parts. */
interface UploadEndpoints {

  @POST("assets/multipart-uploads")
  Call<ResponseBody> begin(@Body Begin body, @Tag Sent sent);

  @GET("assets/multipart-uploads/{id}")
  Call<ResponseBody> status(
      @Path("id") String id,
      @Query("page") int page,
      @Query("page_limit") int pageLimit,
      @Tag Sent sent);

  @POST("assets/multipart-uploads/{id}/presigned-urls")
  Call<ResponseBody> links(@Path("id") String id, @Body Range body, @Tag Sent sent);

  @POST("assets/multipart-uploads/{id}")
  Call<ResponseBody> report(@Path("id") String id, @Body Report body, @Tag Sent sent);

  record Begin(String filename, String type, long totalSize) {}

  record Range(int start, int count) {}

  record Links(List<Link> uploadUrls) {}

  record Link(int chunkIndex, String url) {}

  record Report(List<Proof> completedChunks) {}

  record Proof(int chunkIndex, String proof, String proofType, int chunkSize) {}

  record Status(
      String status, List<Chunk> uploadedChunks, ListPage.PageInfo pageInfo, long totalSize) {}

  record Chunk(int index, String status) {}
}
