using Grpc.Core;

namespace StavisLive.Server.Nodes;

/// <summary>Somebody's use of the connection to another machine's server; it ends with the disposal.</summary>
/// <param name="http">For requests.</param>
/// <param name="calls">For calls.</param>
/// <param name="leave">Called once.</param>
internal sealed class NodeConnection(HttpMessageInvoker http, CallInvoker calls, Action leave) : IDisposable
{
    private int _isLeft;

    /// <summary>For requests.</summary>
    public HttpMessageInvoker Http => http;

    /// <summary>For calls of <c>proto/stavis/v1</c>.</summary>
    public CallInvoker Calls => calls;

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0) leave();
    }
}
