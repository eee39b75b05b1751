"""The app: Streamlit pages over the library. It draws and asks; it computes nothing."""
