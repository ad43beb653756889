using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Hosting;

namespace StavisLive.Server.Grpc;

/// <summary>Tells subscribers that their call ends because the program does, so that they come back later; one that has left is no error.</summary>
/// <remarks>
/// They can be told where what they wait for is given up, and writing is not: a write that is given up resets the call. Who reads nothing is cut
/// off by <see cref="Kestrel.BoundedStop"/>.
/// </remarks>
/// <param name="lifetime">Tells when it ends.</param>
internal sealed class StoppingInterceptor(IHostApplicationLifetime lifetime) : Interceptor
{
    /// <inheritdoc />
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context).ConfigureAwait(false);
        }
        catch (InvalidOperationException e) when (HasLeft(context))
        {
            // It left just before something was written to it.
            throw new OperationCanceledException(e.Message, e);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
        }
    }

    // Writing asks the request, whose word comes a moment before the call's where that has a deadline.
    private static bool HasLeft(ServerCallContext context) =>
        context.GetHttpContext().RequestAborted.IsCancellationRequested || context.CancellationToken.IsCancellationRequested;
}
