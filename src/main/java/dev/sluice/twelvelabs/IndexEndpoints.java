package dev.sluice.twelvelabs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.MultipartBody;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.QueryMap;
import retrofit2.http.Tag;

/** The endpoints of indexes, of the videos in them, and of the older way into them. */
interface IndexEndpoints {

  @POST("indexes")
  Call<ResponseBody> create(@Body NewIndex body, @Tag Sent sent);

  @GET("indexes")
  Call<ResponseBody> indexes(
      @Query("page") int page, @Query("page_limit") int pageLimit, @Tag Sent sent);

  @GET("indexes/{id}")
  Call<ResponseBody> index(@Path("id") String id, @Tag Sent sent);

  @DELETE("indexes/{id}")
  Call<ResponseBody> delete(@Path("id") String id, @Tag Sent sent);

  @POST("indexes/{id}/indexed-assets")
  Call<ResponseBody> add(@Path("id") String index, @Body NewVideo body, @Tag Sent sent);

  @GET("indexes/{id}/{view}")
  Call<ResponseBody> videos(
      @Path("id") String index,
      @Path("view") String view,
      @Query("status") Set<String> statuses,
      @QueryMap Map<String, String> filter,
      @Query("page") int page,
      @Query("page_limit") int pageLimit,
      @Tag Sent sent);

  @GET("indexes/{id}/{view}/{video}")
  Call<ResponseBody> video(
      @Path("id") String index,
      @Path("view") String view,
      @Path("video") String video,
      @Query("embedding_option") List<String> embeddingOptions,
      @Tag Sent sent);

  @POST("tasks")
  Call<ResponseBody> createTask(@Body MultipartBody form, @Tag Sent sent);

  @GET("tasks/{id}")
  Call<ResponseBody> task(@Path("id") String id, @Tag Sent sent);

  /** A file name of null asks for all. */
  @GET("tasks")
  Call<ResponseBody> tasks(
      @Query("index_id") String index,
      @Query("filename") String fileName,
      @Query("page") int page,
      @Query("page_limit") int pageLimit,
      @Tag Sent sent);

  record NewIndex(String indexName, List<Model> models) {}

  record Model(String modelName, List<String> modelOptions) {}

  record NewVideo(String assetId, Map<String, Object> userMetadata) {}
}
