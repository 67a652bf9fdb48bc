/// What is released.
public enum Product {
    /// The version of all programs.
    public static let version = "1.0.0"
}
